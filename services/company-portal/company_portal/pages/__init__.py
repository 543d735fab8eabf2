"""The portal for people: pages made on the server, usable without JavaScript."""

"""Mail servers and presses, as `ports.py` describes them."""

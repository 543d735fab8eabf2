"""The rules of routing: words, resemblance, the choice of a recipient. No I/O."""

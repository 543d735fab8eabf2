"""The rules of a case, a deadline, a code and a right: pure, on frozen values."""

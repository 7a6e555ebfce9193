"""What was printed."""

"""What, whether, and who says so."""

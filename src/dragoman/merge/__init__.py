"""The same event in many reports: views over claims, computed when asked; nothing is written."""

"""Its place puts this folder on the path, so that tests can import `hand_made`."""

"""What identity knows, as the edges give it to programs and to the desk."""

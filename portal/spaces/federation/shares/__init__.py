"""What people share with the federation."""

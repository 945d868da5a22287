"""What people share with the structure, for those who prepare interviews and welcomes."""

"""What one shares of one's record and who looked at it; what others share with one."""

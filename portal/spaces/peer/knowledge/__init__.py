"""What one knows, where it comes from if one wishes to say, how well, how gladly."""

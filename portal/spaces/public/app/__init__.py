"""What makes the portal an application of a phone, and what machines ask for at fixed addresses."""

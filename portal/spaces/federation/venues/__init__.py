"""The places where the federation trains, and what is known of getting in."""

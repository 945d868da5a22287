"""Flask, without business: spaces and their guards, one transaction a request, pages, forms."""

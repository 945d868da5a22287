"""What tests lean on: a database for each worker, a client that reviews pages, htmx replayed."""

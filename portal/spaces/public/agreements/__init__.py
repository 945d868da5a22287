"""An employer says yes or no to somebody's time, by a link of their own."""

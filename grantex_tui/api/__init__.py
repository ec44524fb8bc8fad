"""The Grantex usage API: one request, one frozen value or one error. No polling, no words for the screen."""

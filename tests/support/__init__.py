"""What tests share: one service, one clock, one terminal, and states built by hand."""

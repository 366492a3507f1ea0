"""Which item suits which client, without a training run: score blocks, one tuner that chooses among them, reasons."""

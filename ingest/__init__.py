"""Layer 3: files and feeds become raw evidence, a mapping, a plan, and changes for the gate."""

"""From what models find to proposals that people decide."""

"""Model folder and images → scores: tiles and holes, classical fills, measures, and how words and control maps steer."""

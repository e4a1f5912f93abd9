"""The networks, in torch: noisy image, hole, pre-filled image, timestep and words → velocity; and how to sample with them."""

"""Trains, exports and scores the inpainting model that comes with the plugin, or one of your own images.

Packages follow the data, and each uses only those before it:

  data      a folder of images → batches of crops, holes, pre-filled images and words
  model     the networks: noisy image, hole, pre-filled image, words → velocity
  train     batches → weights, resumable
  export    weights → a model folder of ONNX files, as the plugin reads it
  evaluate  model folder and held-out images → scores beside classical fills

``palimpsest-train --help`` lists the commands in the order in which they are used.
"""

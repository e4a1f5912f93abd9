"""A folder of images with MANIFEST.csv → training batches: crops in −1…1, holes, pre-filled images, token ids, control maps."""

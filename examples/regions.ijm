// Regions: other words in other places, a part that is only touched up, a part that stays.
// scripts/palimpsest run examples/regions.ijm FOLDER/field.tif   writes field-regions.tif beside it
file = getArgument();
if (file == "") exit("Give the path of an image.");
open(file);
name = File.getNameWithoutExtension(file);
folder = File.getParent(file) + File.separator;

region(20, 20, 26, 40, "dense nuclei", "");
region(46, 20, 30, 20, "background", "");
region(46, 40, 30, 20, "background", "0.4");  // less than half of the way
makeOval(56, 24, 8, 8);
Roi.setProperty("palimpsest.role", "freeze");
Overlay.addSelection;

// the prompt of the run is for what no region covers
makeRectangle(24, 24, 48, 32);
run("Diffusion Inpaint...", "prompt=[fluorescence] steps=8 seed=7");
print("now " + getTitle());
saveAs("Tiff", folder + name + "-regions.tif");

function region(x, y, w, h, words, strength) {
  makeRectangle(x, y, w, h);
  Roi.setProperty("palimpsest.role", "region");
  Roi.setProperty("palimpsest.prompt", words);
  if (strength != "") Roi.setProperty("palimpsest.strength", strength);
  Overlay.addSelection;
}

// A guided fill: look at step 6, paint on it, and let the model go on from there.
// scripts/palimpsest run examples/guided.ijm FOLDER/field.tif   writes field-result.tif and field-steps.tif beside it
run("Palimpsest Macro Extensions");
file = getArgument();
if (file == "") exit("Give the path of an image.");
open(file);
name = File.getNameWithoutExtension(file);
folder = File.getParent(file) + File.separator;
makeOval(28, 24, 26, 20);
Ext.start("prompt=[fluorescence nuclei] steps=12 seed=7");
Ext.step(6);

// the step stack shows frame 7, the estimate after step 6: paint a nucleus on it
selectImage(name + "-steps");
getStatistics(area, mean, min, max);
makeOval(36, 30, 10, 8);
run("Set...", "value=" + max + " slice");
Ext.inject(0.9);

// then more guidance for the rest
Ext.set("guidance", 2.5);
Ext.step(2);
Ext.finish();
print("now " + getTitle());
saveAs("Tiff", folder + name + "-result.tif");
selectImage(name + "-steps");
saveAs("Tiff", folder + name + "-steps.tif");

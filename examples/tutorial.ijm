// docs/tutorial.md without hands: the same steps, the same pixels.
// scripts/palimpsest run examples/tutorial.ijm FOLDER/nuclei.tif   writes nuclei-guided.tif, nuclei-plain.tif and nuclei-steps.tif beside it
run("Palimpsest Macro Extensions");
file = getArgument();
if (file == "") exit("Give the path of nuclei.tif.");
open(file);
folder = File.getParent(file) + File.separator;

// select, and run to the end: the model's own fill
makeOval(228, 84, 56, 56);
Ext.start("model=[micrographs + this image] prompt=[fluorescence nuclei] steps=20 seed=1");
Ext.step(20);

// a branch that leaves the run at frame 9, where a nucleus is painted by one stroke of a brush
Ext.branch(8);
selectImage("nuclei-from8-steps");
setColor("gray");
setLineWidth(20);
moveTo(258, 98);
lineTo(258, 98);
lineTo(262, 110);
// the paint is held for 6 steps; the last 6 are the model's
Ext.inject(1, 6);
Ext.finish();
record = Property.get("palimpsest");
print("the record holds the edit: " + (indexOf(record, "\"edits\":[{") > 0));
saveAs("Tiff", folder + "nuclei-guided.tif");

// the run that was left, as it would have ended
Ext.finish();
print("now " + getTitle());
saveAs("Tiff", folder + "nuclei-plain.tif");
selectImage("nuclei-steps");
saveAs("Tiff", folder + "nuclei-steps.tif");

// Every TIFF of a folder, each filled by a model of itself; the selection saved in it is the hole.
// scripts/palimpsest run examples/own-folder.ijm FOLDER   writes FOLDER/filled/NAME for each.
folder = getArgument() + File.separator;
names = getFileList(folder);
File.makeDirectory(folder + "filled");
count = 0;
for (i = 0; i < names.length; i++) {
  if (endsWith(names[i], ".tif")) {
    open(folder + names[i]);
    run("Diffusion Inpaint...", "model=[This image] seed=" + i);
    saveAs("Tiff", folder + "filled" + File.separator + names[i]);
    close("*");
    count++;
  }
}
print(count + " images");

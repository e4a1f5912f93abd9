// A diffusers pipeline that scripts/export_model.py has exported: check it, then fill with it.
// scripts/palimpsest run examples/diffusers.ijm "FOLDER/field.tif;MODEL"   writes field-diffusers.tif beside it
given = split(getArgument(), ";");
if (given.length != 2) exit("Give the path of an image and the exported folder, separated by a semicolon.");
open(given[0]);
name = File.getNameWithoutExtension(given[0]);
folder = File.getParent(given[0]) + File.separator;
model = "model=[" + given[1] + "]";
run("Diffusion Models...", "action=check " + model);
makeOval(28, 24, 26, 20);
run("Diffusion Inpaint...", model + " prompt=[bright nuclei] negative=blurry guidance=3 scheduler=[Euler a] steps=4 seed=7 context=[Whole image]");
print("now " + getTitle());
saveAs("Tiff", folder + name + "-diffusers.tif");

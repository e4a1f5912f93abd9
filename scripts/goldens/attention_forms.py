"""Small graphs of attention in the forms that exporters of 2022 to 2026 write, for FuseAttentionTest.

  python scripts/goldens/attention_forms.py [PART]        (CPU, two minutes; needs torch, diffusers, transformers, onnx, onnxscript)

Writes src/test/resources/models/attention/forms.zip: COUNT/NAME.onnx, where COUNT is the number of attentions that a
rewriter must find in it, 0 where it must leave the graph alone. With PART only forms whose name holds it are made, and
stay in a folder that is printed.
"""
import io
import os
import sys
import tempfile
import warnings
import zipfile

import onnx
import torch
from torch import nn

from attention_modules import forms

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "src", "test", "resources", "models", "attention", "forms.zip")


def export(module, inputs, axes, opset, dynamo, free):
    """The bytes of a module as torch's exporter writes it; axes: names of free sizes for each input."""
    names = list(inputs)
    file = os.path.join(tempfile.mkdtemp(), "model.onnx")
    args = tuple(inputs.values())
    kind = dict(input_names=names, output_names=["out"], opset_version=opset)
    named = {n: {i: s for i, s in axes.get(n, {}).items() if free == "all" or s in (free or ())} for n in names}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if dynamo:
            shapes = tuple({i: torch.export.Dim.DYNAMIC for i in named[n]} for n in names)
            torch.onnx.export(module.eval(), args, file, dynamo=True, dynamic_shapes=shapes if free else None,
                              external_data=False, verbose=False, **kind)
        else:
            torch.onnx.export(module.eval(), args, file, dynamo=False, do_constant_folding=True,
                              dynamic_axes=named if free else None, **kind)
    model = onnx.load(file)
    for holder in [model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info]:
        if hasattr(holder, "doc_string"):
            holder.doc_string = ""
        if hasattr(holder, "metadata_props"):
            del holder.metadata_props[:]
    return model.SerializeToString()


def main():
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    torch.set_num_threads(1)
    made, failed = {}, []
    for form in forms():
        if part not in form.name:
            continue
        torch.manual_seed(0)
        module = form.module()
        for p in module.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.3)
        try:
            made[f"{form.count}/{form.name}.onnx"] = export(module, form.inputs, form.axes, form.opset, form.dynamo, form.free)
        except Exception as e:  # the other forms are still wanted
            failed.append(f"{form.name}: {type(e).__name__}: {str(e)[:300]}")
    if part:
        folder = tempfile.mkdtemp()
        for name, data in made.items():
            path = os.path.join(folder, name.replace("/", "_"))
            open(path, "wb").write(data)
            print(path, len(data))
    else:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
            for name in sorted(made):
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(info, made[name])
        open(OUT, "wb").write(data.getvalue())
        print(len(made), "forms,", len(data.getvalue()), "bytes")
    print("\n".join(failed))


if __name__ == "__main__":
    main()

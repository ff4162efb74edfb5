"""Draws with the generated client: draw.py URL FILE. The bodies hold every default of the document."""

import base64
import json
import struct
import sys
import zlib

from diffract_client import ApiClient, Configuration, GenerationRequest, ModelsApi, PicturesApi

url, file = sys.argv[1:]
client = ApiClient(Configuration(host=url))
models = ModelsApi(client).models().models
assert models[0].ready and models[0].samplers, models

pictures = PicturesApi(client)
request = GenerationRequest(prompt="a red circle on a blue background", steps=2, seed=7)
body = json.loads(request.to_json())
assert body["invert_mask"] is False and body["mask_blur"] == 4 and body["strength"] == 0.75, body
generation = pictures.generate(request)
assert generation.parameters.seed == 7 and generation.parameters.steps == 2, generation.parameters
png = base64.b64decode(generation.images[0].png)
with open(file, "wb") as out:
    out.write(png)

restored = pictures.png_info(png)
assert restored.request.seed == 7 and restored.request.prompt == request.prompt, restored
again = pictures.generate(restored.request)
assert again.images[0].png == generation.images[0].png, "drawn otherwise"



def saying(text):
    """The picture with parameters as another program writes them."""
    body = b"tEXt" + b"parameters\0" + text.encode("latin-1")
    header = 33
    return png[:header] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + png[header:]


foreign = pictures.png_info(saying("a fox\nSteps: 1000, Sampler: Unheard Of, CFG scale: 70, Seed: 5, Size: 0x0, Model: other"))
assert foreign.request.seed == 5 and foreign.request.prompt == "a fox" and foreign.request.steps is None, foreign
assert set(foreign.others) == {"Steps", "Sampler", "CFG scale", "Size", "Model"}, foreign
assert pictures.generate(foreign.request).parameters.seed == 5
assert pictures.png_info(saying('{"prompt": "a fox"}')).request is None

events = pictures.generate_without_preload_content(request, _headers={"Accept": "text/event-stream"})
names = [line[6:].strip() for line in events.read().decode().splitlines() if line.startswith("event:")]
assert names[-5:] == ["started", "progress", "progress", "image", "completed"], names
print("drawn")

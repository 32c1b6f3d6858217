"""The workflow of the test worker: a box that depends on the frame's number, the annotated frame, and the number itself."""
import base64
import time

import painted
from pictures import fill, frame_of, jpeg_of, outline, planes_of

BUILT_IN_OUTPUTS = ["predictions", "image", "number"]


class Picture:
    """An image output: its JPEG is made only when it is sent."""

    def __init__(self, frame):
        self.frame = frame

    def serialise(self):
        data = base64.b64encode(jpeg_of(self.frame)).decode("ascii")
        return {"type": "base64", "value": data, "video_metadata": None}


class Unserialisable:
    """An output that cannot be sent."""

    def serialise(self):
        raise TypeError("this output cannot be serialised")


class FakeWorkflow:
    """Stateless: safe for many sessions and threads."""

    def __init__(self, padding=0, process_ms=0, throw_on=(), broken_output=False):
        self._padding = padding
        self._process_seconds = process_ms / 1000.0
        self._throw_on = set(throw_on)
        self._broken = broken_output
        self.outputs = BUILT_IN_OUTPUTS + (["padding"] if padding else []) + (["broken"] if broken_output else [])

    def run(self, frame, frame_id):
        """(outputs by name, errors, number read from the frame or None)."""
        if self._process_seconds:
            time.sleep(self._process_seconds)
        planes = planes_of(frame)
        number = painted.read(planes[0])
        if frame_id in self._throw_on:
            return {}, ["Error at frame %d: thrown on request" % frame_id], number
        height, width = planes[0].shape
        box = box_of(number, width, height)
        predictions = {"image": {"width": width, "height": height}, "predictions": [{
            "x": box[0], "y": box[1], "width": box[2], "height": box[3], "confidence": 0.9,
            "class": "number", "class_id": 0, "detection_id": "frame-%d" % frame_id, "parent_id": "image"}]}
        annotated = [plane.copy() for plane in planes]
        outline(annotated, int(box[0] - box[2] / 2), int(box[1] - box[3] / 2),
                int(box[0] + box[2] / 2), int(box[1] + box[3] / 2))
        outputs = {"predictions": predictions, "image": Picture(frame_of(annotated, frame.pts, frame.time_base)),
                   "number": number}
        if self._padding:
            outputs["padding"] = "x" * self._padding
        if self._broken:
            outputs["broken"] = Unserialisable()
        return outputs, [], number


def box_of(number, width, height):
    """x, y (centre), width, height in pixels: in the lower right quarter, moving right with the number."""
    step = (number or 0) % 16
    return width * 0.75 + step, height * 0.75, width * 0.25, height * 0.25


def select(outputs, data_output):
    """(serialized_output_data or None, errors) of a `data_output`: see the table of output modes in the protocol."""
    names = [name for name in data_output or [] if name]
    if not names:
        return None, []
    every = names == ["*"]
    selected, errors = {}, []
    for name in list(outputs) if every else names:
        if name not in outputs:
            errors.append("Output '%s' not found" % name)
            continue
        value = outputs[name]
        if every and isinstance(value, Picture):
            continue
        try:
            selected[name] = value.serialise() if hasattr(value, "serialise") else value
        except (TypeError, ValueError) as error:
            errors.append("%s: %s" % (name, error))
            selected[name] = {"__serialization_error__": str(error)}
    return selected or None, errors


def render(outputs, field, frame, errors):
    """The frame for the video track: the field's picture, else the input; errors show as green bars at (10, 20+30i)."""
    value = outputs.get(field) if field else None
    shown = value.frame if isinstance(value, Picture) else frame
    if field and not isinstance(value, Picture) and not errors:
        errors = ["Output '%s' not found" % field]
    if not errors and shown is not frame:
        return shown
    planes = planes_of(shown)
    for index in range(len(errors)):
        fill(planes, 10, 20 + 30 * index, 10 + planes[0].shape[1] // 4, 24 + 30 * index)
    return frame_of(planes, frame.pts, frame.time_base)

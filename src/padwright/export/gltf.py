"""A glTF 2.0 document in the making, and its binary form (Khronos, glTF 2.0 specification)."""

import json
import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from padwright.export.palette import UNKNOWN, rgb
from padwright.geometry.mesh import Mesh
from padwright.model.material import Material

_FLOAT, _UINT32, _UINT16 = 5126, 5125, 5123
_VERTICES, _INDICES = 34962, 34963
_MAGIC, _JSON, _BIN = 0x46546C67, 0x4E4F534A, 0x004E4942
_M_PER_NM: Final = 1e-9
#: Metallic share, roughness and opacity in pictures by kind of material.
_LOOKS: Final[dict[str, tuple[float, float, float]]] = {
    "metal": (0.85, 0.38, 1.0),
    "solder": (0.85, 0.32, 1.0),
    "semiconductor": (0.35, 0.35, 1.0),
    "polymer dielectric": (0.0, 0.55, 0.38),
    "low-k dielectric": (0.0, 0.55, 0.38),
    "stress buffer": (0.0, 0.55, 0.38),
    "solder mask": (0.0, 0.6, 0.45),
    "resist": (0.0, 0.6, 0.45),
    "glass": (0.0, 0.1, 0.3),
    "fill": (0.0, 0.8, 0.6),
    "mold compound": (0.0, 0.85, 0.7),
    "underfill": (0.0, 0.7, 0.6),
}
_PLAIN_LOOK: Final = (0.0, 0.75, 1.0)


class GltfDocument:
    """Collects meshes, nodes and materials; `to_glb` gives the file's bytes."""

    def __init__(self, extras: dict[str, Any]) -> None:
        self._asset = {"version": "2.0", "generator": "padwright", "extras": extras}
        self._data = bytearray()
        self._views: list[dict[str, Any]] = []
        self._accessors: list[dict[str, Any]] = []
        self._meshes: list[dict[str, Any]] = []
        self._nodes: list[dict[str, Any]] = []
        self._materials: list[dict[str, Any]] = []

    def add_material(self, name: str, material: Material | None) -> int:
        """Return the number of a new material, with the looks of its kind."""
        metallic, roughness, opacity = (
            _LOOKS.get(material.kind, _PLAIN_LOOK) if material else _PLAIN_LOOK
        )
        colour = [_linear(part) for part in rgb(material.color if material else UNKNOWN)]
        looks: dict[str, Any] = {
            "name": material.name if material else name,
            "pbrMetallicRoughness": {
                "baseColorFactor": [*colour, opacity],
                "metallicFactor": metallic,
                "roughnessFactor": roughness,
            },
            "extras": {"material": name},
        }
        if opacity < 1:
            looks["alphaMode"] = "BLEND"
        self._materials.append(looks)
        return len(self._materials) - 1

    def add_mesh(self, name: str, mesh: Mesh, material: int) -> int:
        """Return the number of a new mesh; its lengths become metres.

        A mesh without normals is written without them: every viewer then has to shade it flat.
        """
        places = (mesh.corners_nm * _M_PER_NM).astype("<f4")
        attributes = {"POSITION": self._add_accessor(places, "VEC3", bounded=True)}
        if mesh.normals is not None:
            attributes["NORMAL"] = self._add_accessor(mesh.normals.astype("<f4"), "VEC3")
        kind = "<u2" if len(places) < 65_536 else "<u4"
        indices = self._add_accessor(mesh.triangles.reshape(-1).astype(kind), "SCALAR")
        primitive = {"attributes": attributes, "indices": indices, "material": material}
        self._meshes.append({"name": name, "primitives": [primitive]})
        return len(self._meshes) - 1

    def add_node(self, name: str, **content: Any) -> int:
        """Return the number of a new node with its mesh, children, place and extras."""
        self._nodes.append({"name": name, **content})
        return len(self._nodes) - 1

    def _add_accessor(self, values: NDArray[Any], kind: str, *, bounded: bool = False) -> int:
        is_index = values.dtype.kind == "u"
        self._views.append(
            {
                "buffer": 0,
                "byteOffset": len(self._data),
                "byteLength": values.nbytes,
                "target": _INDICES if is_index else _VERTICES,
            }
        )
        self._data += values.tobytes()
        self._data += bytes(-len(self._data) % 4)  # every view begins on a multiple of 4 bytes
        accessor: dict[str, Any] = {
            "bufferView": len(self._views) - 1,
            "componentType": {"<f4": _FLOAT, "<u2": _UINT16}.get(values.dtype.str, _UINT32),
            "count": len(values),
            "type": kind,
        }
        if bounded:
            accessor["min"] = [float(each) for each in values.min(axis=0)]
            accessor["max"] = [float(each) for each in values.max(axis=0)]
        self._accessors.append(accessor)
        return len(self._accessors) - 1

    def to_glb(self, root: int) -> bytes:
        """Return the binary file of the scene under a root node."""
        document: dict[str, Any] = {
            "asset": self._asset,
            "scene": 0,
            "scenes": [{"nodes": [root]}],
            "nodes": self._nodes,
        }
        if self._meshes:
            document |= {
                "materials": self._materials,
                "meshes": self._meshes,
                "accessors": self._accessors,
                "bufferViews": self._views,
                "buffers": [{"byteLength": len(self._data)}],
            }
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        data = bytes(self._data) + bytes(-len(self._data) % 4)
        chunks = struct.pack("<II", len(text), _JSON) + text
        if data:
            chunks += struct.pack("<II", len(data), _BIN) + data
        return struct.pack("<III", _MAGIC, 2, 12 + len(chunks)) + chunks


def _linear(light_ratio: float) -> float:
    """Return a colour's part in linear light: glTF colours are linear (IEC 61966-2-1, sRGB)."""
    linear = (
        light_ratio / 12.92 if light_ratio <= 0.04045 else ((light_ratio + 0.055) / 1.055) ** 2.4
    )
    return float(np.round(linear, 6))

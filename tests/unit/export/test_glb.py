"""The solid model read back by an independent glTF reader."""

import io
from typing import Any

import numpy as np
import pygltflib
import pytest
from numpy.typing import NDArray

from padwright.export.exporter import Delivery
from padwright.export.formats.glb import Glb
from padwright.geometry.body import Ball
from padwright.geometry.mesh import Mesh, ball_mesh, prism_mesh
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from unit.export.deliveries import hostile_delivery, small_delivery


def glb(delivery: Delivery) -> pygltflib.GLTF2:
    to = io.BytesIO()
    Glb().write(delivery, to)
    return pygltflib.GLTF2.load_from_bytes(to.getvalue())


def values(model: pygltflib.GLTF2, number: int) -> NDArray[Any]:
    accessor = model.accessors[number]
    view = model.bufferViews[accessor.bufferView]
    kind = {5126: "<f4", 5125: "<u4", 5123: "<u2"}[accessor.componentType]
    width = {"VEC3": 3, "SCALAR": 1}[accessor.type]
    data = model.binary_blob()[view.byteOffset : view.byteOffset + view.byteLength]
    found = np.frombuffer(data, dtype=kind)
    assert len(found) == accessor.count * width
    return found.reshape(-1, width) if width > 1 else found


def mesh_of(model: pygltflib.GLTF2, number: int) -> Mesh:
    (primitive,) = model.meshes[number].primitives
    places = values(model, primitive.attributes.POSITION)
    triangles = values(model, primitive.indices).reshape(-1, 3)
    assert triangles.max() < len(places)
    bounds = model.accessors[primitive.attributes.POSITION]
    assert np.array_equal(np.float32(bounds.min), places.min(axis=0))
    assert np.array_equal(np.float32(bounds.max), places.max(axis=0))
    return Mesh(places.astype(np.float64) * 1e9, triangles)


def slab_nodes(model: pygltflib.GLTF2) -> dict[int, pygltflib.Node]:
    return {node.extras["slab"]: node for node in model.nodes if "slab" in (node.extras or {})}


@pytest.mark.parametrize("make", [small_delivery, hostile_delivery])
def test_each_slab_has_its_volume_its_box_and_its_origin(make: Any) -> None:
    delivery = make()
    model = glb(delivery)
    nodes = slab_nodes(model)
    assert len(nodes) == len(delivery.built.structure.slabs)
    for index, slab in enumerate(delivery.built.structure.slabs):
        extras = nodes[index].extras
        assert (extras["material"], extras["role"], extras["step"]) == (
            slab.material,
            slab.role.value,
            slab.made_by,
        )
        assert (extras["bottom_nm"], extras["top_nm"]) == (slab.bottom_nm, slab.top_nm)
        meshes = [mesh_of(model, model.nodes[child].mesh) for child in nodes[index].children]
        # 32-bit metres hold a height of 0.7 mm to 0.06 nm, which matters for films of 100 nm.
        assert sum(mesh.volume_nm3 for mesh in meshes) == pytest.approx(slab.volume_nm3, rel=3e-3)
        corners = np.concatenate([mesh.corners_nm for mesh in meshes])
        left, bottom, right, top = slab.region.box_nm
        box = [left, bottom, slab.bottom_nm, right, top, slab.top_nm]
        assert [*corners.min(axis=0), *corners.max(axis=0)] == pytest.approx(box, abs=0.5)


def test_wiring_carries_its_net_and_balls_stand_on_their_places() -> None:
    delivery = small_delivery()
    model = glb(delivery)
    wiring = next(n for n in slab_nodes(model).values() if n.extras["role"] == "wiring")
    nets = {model.nodes[child].extras.get("net") for child in wiring.children}
    assert {"io_0", "vdd"} <= nets
    balls = {n.extras["ball"]: n for n in model.nodes if "ball" in (n.extras or {})}
    for body in delivery.built.structure.bodies:
        node = balls[body.name]
        place = [each * 1e9 for each in node.translation]
        assert place == pytest.approx([body.x_nm, body.y_nm, body.bottom_nm])
    assert balls["E1"].extras["net"] == "io_0"


def test_the_file_states_its_digest_and_turns_z_up_into_y_up() -> None:
    delivery = small_delivery()
    model = glb(delivery)
    assert model.asset.extras == {"design": "small-fanout", "digest": delivery.digest}
    root = model.nodes[model.scenes[0].nodes[0]]
    x, y, z, w = root.rotation
    up = np.array([2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)])
    assert up == pytest.approx([0, 1, 0], abs=1e-6)


def test_every_node_has_one_parent_and_films_are_seen_through() -> None:
    model = glb(small_delivery())
    children = [child for node in model.nodes for child in node.children or ()]
    assert sorted([*children, model.scenes[0].nodes[0]]) == list(range(len(model.nodes)))
    looks = {each.extras["material"]: each for each in model.materials}
    assert looks["pbo"].alphaMode == "BLEND"
    assert looks["cu"].alphaMode == "OPAQUE"
    assert looks["cu"].pbrMetallicRoughness.metallicFactor > 0.5


def edge_balance(mesh: Mesh) -> int:
    """Count edges that are not passed as often one way as the other, by place."""
    places = np.unique(mesh.corners_nm.round(3), axis=0, return_inverse=True)[1].reshape(-1)
    corners = places[mesh.triangles]
    edges: dict[tuple[int, int], int] = {}
    for triangle in corners.tolist():
        for one, two in zip(triangle, triangle[1:] + triangle[:1], strict=True):
            key, sign = ((one, two), 1) if one < two else ((two, one), -1)
            edges[key] = edges.get(key, 0) + sign
    return sum(count != 0 for count in edges.values())


def test_a_box_and_a_ball_are_closed_and_face_outward() -> None:
    box = prism_mesh(Region.box(-10, -20, 30, 40), 5, 17)
    assert box.volume_nm3 == pytest.approx(40 * 60 * 12)
    assert edge_balance(box) == 0
    ball = Ball("A1", "sac305", Role.TERMINAL, 0, 0, 1100.0, 150_000.0, 1000, "balls")
    mesh = ball_mesh(ball)
    assert edge_balance(mesh) == 0
    assert mesh.volume_nm3 == pytest.approx(ball.volume_nm3, rel=0.01)
    assert mesh.corners_nm[:, 2].min() == 0
    assert mesh.corners_nm[:, 2].max() == pytest.approx(ball.centre_nm + ball.radius_nm - 1000)
    broken = Mesh(box.corners_nm, box.triangles[1:])
    assert edge_balance(broken) > 0


def test_a_ring_encloses_its_exact_volume() -> None:
    ring = Region.disc(0, 0, 50_000) - Region.disc(0, 0, 20_000)
    assert prism_mesh(ring, 0, 1_000).volume_nm3 == pytest.approx(ring.area_nm2 * 1_000)


def test_normals_of_a_ball_agree_with_the_way_the_corners_turn() -> None:
    mesh = ball_mesh(Ball("A1", "sac305", Role.TERMINAL, 0, 0, 110_000.0, 150_000.0, 0, "balls"))
    assert mesh.normals is not None
    one, two, three = (mesh.corners_nm[mesh.triangles[:, side]] for side in range(3))
    turned = np.cross(two - one, three - one)
    assert (np.einsum("ij,ij->i", turned, mesh.normals[mesh.triangles[:, 0]]) > 0).all()


def test_an_empty_region_has_an_empty_mesh() -> None:
    mesh = prism_mesh(Region.empty(), 0, 10)
    assert len(mesh.triangles) == 0
    assert mesh.volume_nm3 == 0

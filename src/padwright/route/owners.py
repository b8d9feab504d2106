"""Numbers that stand in place of a net's number for what belongs to no net.

`padwright.route.kernels` compiles them in; as it is named here, a change compiles all anew.
"""

#: What the outline has, and what keep-outs have.
WALL_NET, KEEPOUT_NET = -9, -10
#: Metal of no net is numbered down from here.
LONE_NET = -100

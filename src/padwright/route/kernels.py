"""How the numeric kernels of this room are compiled: cached, and cheaply where only kernels call."""

from numba import njit

#: For kernels that Python calls.
entry = njit(cache=True, error_model="numpy")
#: For kernels that only kernels call: no wrapper for Python is built, which saves half the time.
inner = njit(cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
#: For kernels with one caller: made part of it, so that its many arrays are not handed on again.
merged = njit(inline="always")

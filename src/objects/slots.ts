// The operator protocol: which dunder methods the interpreter itself looks up, numbered so that a type can cache the
// result of each MRO look-up (`slotOf` in type.ts). A slot *is* that cached look-up: there is no second table of C-like
// slot functions; a built-in's `__add__` is a native, a Python class's is a function, and both are called the same way.

/** Names in the order of their numbers. Methods with these names on built-ins are `wrapper_descriptor`s. */
export const SLOT_NAMES = [
  '__repr__', '__str__', '__hash__', '__call__', '__getattribute__', '__getattr__', '__setattr__', '__delattr__',
  '__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__',
  '__iter__', '__next__', '__get__', '__set__', '__delete__', '__init__', '__new__', '__del__',
  '__await__', '__aiter__', '__anext__', '__buffer__', '__release_buffer__',
  '__len__', '__getitem__', '__setitem__', '__delitem__', '__contains__', '__missing__', '__length_hint__', '__reversed__',
  '__neg__', '__pos__', '__abs__', '__invert__', '__bool__', '__int__', '__float__', '__index__', '__complex__',
  '__add__', '__radd__', '__iadd__', '__sub__', '__rsub__', '__isub__', '__mul__', '__rmul__', '__imul__',
  '__matmul__', '__rmatmul__', '__imatmul__', '__truediv__', '__rtruediv__', '__itruediv__',
  '__floordiv__', '__rfloordiv__', '__ifloordiv__', '__mod__', '__rmod__', '__imod__',
  '__divmod__', '__rdivmod__', '__pow__', '__rpow__', '__ipow__', '__lshift__', '__rlshift__', '__ilshift__',
  '__rshift__', '__rrshift__', '__irshift__', '__and__', '__rand__', '__iand__', '__xor__', '__rxor__', '__ixor__',
  '__or__', '__ror__', '__ior__', '__enter__', '__exit__', '__aenter__', '__aexit__', '__format__',
  '__instancecheck__', '__subclasscheck__', '__bytes__', '__round__', '__trunc__', '__class_getitem__', '__mro_entries__',
  '__prepare__', '__set_name__', '__init_subclass__', '__sizeof__', '__reduce_ex__', '__reduce__', '__dir__',
  '__fspath__', '__index_placeholder__',
] as const;

export type SlotName = (typeof SLOT_NAMES)[number];

/** Name → number. */
export const SLOT: { readonly [K in SlotName]: number } = Object.fromEntries(
  SLOT_NAMES.map((n, i) => [n, i]),
) as { [K in SlotName]: number }; // fromEntries loses the key type

const NOT_WRAPPERS = new Set<string>([
  '__reversed__', '__length_hint__', '__missing__', '__complex__', '__enter__', '__exit__', '__aenter__', '__aexit__',
  '__format__', '__instancecheck__', '__subclasscheck__', '__bytes__', '__round__', '__trunc__', '__class_getitem__',
  '__mro_entries__', '__prepare__', '__set_name__', '__init_subclass__', '__sizeof__', '__reduce_ex__', '__reduce__',
  '__dir__', '__fspath__', '__new__',
]);

/** True where CPython shows `<slot wrapper …>` rather than `<method …>` for a built-in's method of this name. */
export function isSlotWrapper(name: string): boolean {
  return name in SLOT && !NOT_WRAPPERS.has(name);
}

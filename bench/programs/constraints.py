"""A one-way constraint solver in the manner of DeltaBlue: polymorphic methods, lists of objects, planning."""
GROUP = 'objects'
EXPECTED = (7501, 758308500)

REQUIRED, STRONG, MEDIUM, WEAK = range(4)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.strength = WEAK + 1


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def connect(self, planner):
        for variable in self.variables():
            variable.constraints.append(self)
        planner.satisfy(self)


class Stay(Constraint):
    def __init__(self, variable, strength):
        super().__init__(strength)
        self.output = variable

    def variables(self):
        return [self.output]

    def inputs(self):
        return []

    def execute(self):
        pass


class Edit(Stay):
    pass


class Equal(Constraint):
    def __init__(self, source, target, strength=REQUIRED):
        super().__init__(strength)
        self.source = source
        self.output = target

    def variables(self):
        return [self.source, self.output]

    def inputs(self):
        return [self.source]

    def execute(self):
        self.output.value = self.source.value


class Scale(Equal):
    def __init__(self, source, scale, offset, target, strength=REQUIRED):
        super().__init__(source, target, strength)
        self.scale = scale
        self.offset = offset

    def variables(self):
        return [self.source, self.scale, self.offset, self.output]

    def inputs(self):
        return [self.source, self.scale, self.offset]

    def execute(self):
        self.output.value = self.source.value * self.scale.value + self.offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def satisfy(self, constraint):
        output = constraint.output
        if constraint.strength < output.strength:
            output.strength = constraint.strength
            output.determined_by = constraint

    def plan(self, sources):
        self.mark += 1
        mark = self.mark
        plan = []
        todo = list(sources)
        while todo:
            constraint = todo.pop()
            output = constraint.output
            if output.mark == mark or not all(v.mark == mark or v.determined_by is None or not v.determined_by.inputs()
                                              for v in constraint.inputs()):
                continue
            plan.append(constraint)
            output.mark = mark
            todo.extend(c for c in output.constraints if c.output is not output and c.output.determined_by is c)
        return plan


def chain(n):
    planner = Planner()
    variables = [Variable(f'v{i}', 0) for i in range(n + 1)]
    for first, second in zip(variables, variables[1:]):
        Equal(first, second).connect(planner)
    Stay(variables[-1], STRONG).connect(planner)
    edit = Edit(variables[0], STRONG)
    edit.connect(planner)
    plan = planner.plan([edit])
    for value in range(30):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        if variables[-1].value != value:
            raise AssertionError('chain')
    return len(plan)


def projection(n):
    planner = Planner()
    scale, offset = Variable('scale', 10), Variable('offset', 1000)
    edits, targets = [], []
    for i in range(n):
        source, target = Variable(f's{i}', i), Variable(f't{i}', 0)
        Scale(source, scale, offset, target).connect(planner)
        edit = Edit(source, STRONG)
        edit.connect(planner)
        edits.append(edit)
        targets.append(target)
    total = 0
    for factor in range(30):
        scale.value = factor
        for constraint in planner.plan(edits):
            constraint.execute()
        total += sum(target.value for target in targets)
    return total


def run():
    return chain(7500), projection(1800)

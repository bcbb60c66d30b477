"""The public options that the image builder declares, and their form for the builder."""

# What the builder's value transformers do, by the name of their class.
VALUE_TRANSFORMERS = {
    "InitializationValueRunTime": lambda value: value + ":run_time",
    "InitializationValueBuildTime": lambda value: value + ":build_time",
    "Enable": lambda value: "+" + value,
    "Disable": lambda value: "-" + value,
}


class Option:
    """One line of the table that OptionTable.java prints."""

    def __init__(self, row):
        (names, group, self.prefix, self.raw_name, self.kind,
         separators, preset, transformers, self.help) = row
        self.names = [self._public_name(name, group) for name in names.split("|")]
        self.separators = [
            {"NONE": "", "SPACE": " "}.get(word, word) for word in separators.split()]
        self.preset_kind, _, self.preset = preset.partition(":")
        self.transformers = [VALUE_TRANSFORMERS[name] for name in transformers.split()
                             if name in VALUE_TRANSFORMERS]

    @staticmethod
    def _public_name(name, group):
        if group:
            return "--%s=%s" % (group, name)
        return name if name.startswith("-") else "--" + name

    def for_builder(self, origin, value=None):
        """The builder's form; options of the running image carry no origin."""
        mark = "@" + origin if self.prefix == "-H:" else ""
        if self.kind in "+-":
            return self.prefix + self.kind + self.raw_name + mark
        for transform in self.transformers:
            value = ",".join(transform(part) for part in value.split(","))
        return "%s%s%s=%s" % (self.prefix, self.raw_name, mark, value)


class OptionTable:
    def __init__(self, path):
        with open(path, encoding="utf-8") as table:
            self.options = [Option(line.rstrip("\n").split("\t")) for line in table]
        self.by_name = {name: option for option in self.options for name in option.names}

    def take(self, arguments, origin):
        """Removes the option at the head of arguments; None if it is none of the table's."""
        option = self.by_name.get(arguments[0])
        if option:
            return self._take_exact(option, arguments, origin)
        for name, option in self.by_name.items():
            value = self._attached_value(option, name, arguments[0])
            if value is not None:
                arguments.pop(0)
                return option.for_builder(origin, value)
        return None

    @staticmethod
    def _take_exact(option, arguments, origin):
        if option.kind in "+-":
            arguments.pop(0)
            return option.for_builder(origin)
        if option.preset_kind == "fixed":
            arguments.pop(0)
            return option.for_builder(origin, option.preset)
        if " " in option.separators and len(arguments) > 1:
            arguments.pop(0)
            return option.for_builder(origin, arguments.pop(0))
        if option.preset_kind == "default":
            arguments.pop(0)
            return option.for_builder(origin, option.preset)
        return None

    @staticmethod
    def _attached_value(option, name, argument):
        if option.kind != "=" or option.preset_kind == "fixed":
            return None
        for separator in option.separators:
            start = name + separator
            if separator != " " and argument.startswith(start) and len(argument) > len(start):
                return argument[len(start):]
        return None

    def help_lines(self):
        for option in sorted(self.options, key=lambda option: option.names[0].lstrip("-")):
            form = ", ".join(option.names)
            if option.kind == "=" and option.preset_kind != "fixed" and option.separators:
                form += option.separators[-1] + "..."
            yield "  %s\n      %s" % (form, option.help)

package com.example.pets

/** Each property has a default, so Kotlin makes a constructor without arguments, which AWS's mapper reads with. */
data class Pet(
    var name: String = "",
    var age: Int? = null,
    val kind: Kind = Kind.OTHER,
    val tags: List<String> = emptyList(),
    val weights: MutableMap<String, Double?> = mutableMapOf(),
    val isTame: Boolean = true,
    val friend: Pet? = null,
)

enum class Kind(val legs: Int) {
    BIRD(2),
    OTHER(4),
}

/** Has no constructor without arguments: it can be written, and not read. */
data class Visit(
    val title: String,
    val pets: Collection<Pet>,
    val byKind: Map<Kind, List<String>>,
    val oldest: Pet?,
    val ages: Set<Int>,
    val home: Home,
    val span: Pair<Int, Int>,
)

sealed interface Home

data class House(val street: String, val number: UInt) : Home

data object Road : Home {
    val length = 1.5
}

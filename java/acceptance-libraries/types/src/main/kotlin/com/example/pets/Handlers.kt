package com.example.pets

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler
import com.amazonaws.services.lambda.runtime.RequestStreamHandler
import java.io.InputStream
import java.io.OutputStream
import tools.jackson.module.kotlin.jacksonObjectMapper
import tools.jackson.module.kotlin.readValue

/** The same pet. */
class SamePet : RequestHandler<Pet, Pet> {
    override fun handleRequest(pet: Pet, context: Context): Pet = pet.copy(name = pet.name.uppercase())
}

/** Kotlin's collections, as event and in the response. */
class Visits : RequestHandler<List<Pet>, Visit> {
    override fun handleRequest(pets: List<Pet>, context: Context): Visit =
        Visit(
            title = "${pets.size} pets",
            pets = pets.sortedBy(Pet::name),
            byKind = pets.groupBy(Pet::kind, Pet::name).toSortedMap(),
            oldest = pets.filter { it.age != null }.maxByOrNull { it.age ?: 0 },
            ages = pets.mapNotNull(Pet::age).toSortedSet(),
            home = if (pets.isEmpty()) Road else House("Main Street", 17u),
            span = 1 to pets.size,
        )
}

/** Fails on each event: there is nothing to make a [House] with. */
class ReadsHouse : RequestHandler<House, String> {
    override fun handleRequest(house: House, context: Context): String = house.street
}

/** With Jackson's module for Kotlin, which reads by constructors with arguments. */
class WithKotlinModule : RequestStreamHandler {
    private val mapper = jacksonObjectMapper()

    override fun handleRequest(event: InputStream, response: OutputStream, context: Context) {
        val route = mapper.readValue<Route>(event)
        mapper.writeValue(response, route.copy(stops = route.stops + Stop(context.functionName)))
    }
}

data class Route(val name: String, val stops: List<Stop>, val note: String?, val length: Double = 0.5)

data class Stop(val name: String, val minutes: Int = 3)

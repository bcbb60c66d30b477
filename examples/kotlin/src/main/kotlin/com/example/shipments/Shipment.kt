package com.example.shipments

import com.google.gson.JsonObject
import com.google.gson.JsonParseException
import com.google.gson.JsonParser

/** What is in a message. */
data class Shipment(val parcel: String, val kilograms: Double, val express: Boolean) {

    init {
        require(kilograms > 0) { "parcel $parcel weighs $kilograms kg" }
    }

    val cents: Int
        get() = (if (express) 900 else 400) + (kilograms * 150).toInt()

    companion object {

        /** By hand, since a native image needs no list of classes for that. */
        fun parse(json: String): Shipment {
            val message = try {
                JsonParser.parseString(json) as? JsonObject
            } catch (broken: JsonParseException) {
                throw IllegalArgumentException("no JSON", broken)
            }
            return Shipment(
                parcel = requireNotNull(message?.get("parcel")?.asString) { "no parcel" },
                kilograms = requireNotNull(message.get("kilograms")?.asDouble) { "no kilograms" },
                express = message.get("express")?.asBoolean ?: false,
            )
        }
    }
}

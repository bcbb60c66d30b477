package com.example.shipments

import com.amazonaws.services.lambda.runtime.events.SQSEvent
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class ShipmentsHandlerTest {

    private val shipped = mutableListOf<Shipment>()

    @Test
    fun shipsWhatIsInTheBatch() {
        assertEquals(emptyList<String>(), failures("""{"parcel": "A1", "kilograms": 2.5, "express": true}"""))
        assertEquals(listOf(Shipment("A1", 2.5, true)), shipped)
        assertEquals(1275, shipped.single().cents)
    }

    @Test
    fun namesTheMessagesThatFailed() {
        val good = """{"parcel": "A1", "kilograms": 1}"""
        val failed = failures("{", good, """{"parcel": "A2"}""", """{"parcel": "A3", "kilograms": 0}""")
        assertEquals(listOf("0", "2", "3"), failed)
        assertEquals(listOf("A1"), shipped.map { it.parcel })
    }

    private fun failures(vararg bodies: String): List<String> {
        val event = SQSEvent()
        event.records = bodies.mapIndexed { index, text ->
            SQSEvent.SQSMessage().apply {
                messageId = "$index"
                body = text
            }
        }
        return ShipmentsHandler { shipped += it }.handleRequest(event, null).batchItemFailures.map { it.itemIdentifier }
    }
}

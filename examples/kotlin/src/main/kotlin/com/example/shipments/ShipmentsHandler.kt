package com.example.shipments

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure
import com.amazonaws.services.lambda.runtime.events.SQSEvent

/** Takes batches of a queue. Messages that fail are the response, so that SQS gives only these again. */
class ShipmentsHandler(private val ship: (Shipment) -> Unit) : RequestHandler<SQSEvent, SQSBatchResponse> {

    constructor() : this({ println("shipped ${it.parcel} for ${it.cents} cents") })

    override fun handleRequest(event: SQSEvent, context: Context?): SQSBatchResponse {
        val failed = event.records.filterNot { shipped(it) }
        return SQSBatchResponse(failed.map { BatchItemFailure(it.messageId) })
    }

    // What the parser and the shipment's own rules reject is an IllegalArgumentException.
    private fun shipped(message: SQSEvent.SQSMessage): Boolean =
        try {
            ship(Shipment.parse(message.body))
            true
        } catch (rejected: IllegalArgumentException) {
            System.err.println("message ${message.messageId}: ${rejected.message}")
            false
        }
}

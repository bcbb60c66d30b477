package ${package}

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse

class HelloHandler : RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    override fun handleRequest(event: APIGatewayV2HTTPEvent, context: Context?): APIGatewayV2HTTPResponse {
        val name = event.queryStringParameters?.get("name") ?: "world"
        return APIGatewayV2HTTPResponse.builder()
            .withStatusCode(200)
            .withHeaders(mapOf("Content-Type" to "text/plain; charset=utf-8"))
            .withBody("Hello, " + name + "!")
            .build()
    }
}

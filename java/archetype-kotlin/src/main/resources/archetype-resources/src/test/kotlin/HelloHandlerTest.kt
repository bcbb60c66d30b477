package ${package}

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class HelloHandlerTest {

    @Test
    fun greetsByName() {
        val event = APIGatewayV2HTTPEvent.builder().withQueryStringParameters(mapOf("name" to "Ada")).build()
        assertEquals("Hello, Ada!", HelloHandler().handleRequest(event, null).body)
    }

    @Test
    fun greetsTheWorldWithoutAName() {
        assertEquals("Hello, world!", HelloHandler().handleRequest(APIGatewayV2HTTPEvent(), null).body)
    }
}

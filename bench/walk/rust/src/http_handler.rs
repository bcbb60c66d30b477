use lambda_http::{Body, Error, Request, RequestExt, Response};

pub(crate) async fn handle(request: Request) -> Result<Response<Body>, Error> {
    let query = request.query_string_parameters_ref();
    let name = query.and_then(|query| query.first("name")).unwrap_or("world");
    let response = Response::builder()
        .status(200)
        .header("content-type", "text/plain; charset=utf-8")
        .body(format!("Hello, {name}!").into())?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::handle;
    use lambda_http::{Request, RequestExt};
    use std::collections::HashMap;

    async fn body_of(request: Request) -> String {
        let response = handle(request).await.expect("a response");
        String::from_utf8(response.body().to_vec()).expect("text")
    }

    #[tokio::test]
    async fn greets_by_name() {
        let query = HashMap::from([("name".to_owned(), "Ada".to_owned())]);
        let request = Request::default().with_query_string_parameters(query);
        assert_eq!(body_of(request).await, "Hello, Ada!");
    }

    #[tokio::test]
    async fn greets_the_world_without_a_name() {
        assert_eq!(body_of(Request::default()).await, "Hello, world!");
    }
}

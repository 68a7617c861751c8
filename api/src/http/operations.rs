//! Where handlers are added: one list serves requests and makes the document.

use std::fmt;

use actix_web::dev::HttpServiceFactory;
use actix_web::web::ServiceConfig;
use utoipa_actix_web::{OpenApiFactory, service_config};

/// The operations as they are added one by one, each to what it is for. Every worker of a server
/// has routes of its own; describing each of them again would take most of a start and most of its
/// memory.
pub enum Operations<'a, 'b> {
    Served(&'a mut ServiceConfig),
    Described(&'a mut service_config::ServiceConfig<'b>),
}

impl fmt::Debug for Operations<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operations").finish_non_exhaustive()
    }
}

impl Operations<'_, '_> {
    pub fn service(
        &mut self,
        operation: impl HttpServiceFactory + OpenApiFactory + 'static,
    ) -> &mut Self {
        match self {
            Self::Served(server) => {
                server.service(operation);
            }
            Self::Described(document) => {
                document.service(operation);
            }
        }
        self
    }

    /// Adds those of another module.
    pub fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

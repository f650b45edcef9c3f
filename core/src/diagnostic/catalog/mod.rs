//! One file per family of problems; one constructor function per problem.

pub mod admission;
pub mod annotations;
pub mod assumptions;
pub mod backends;
pub mod certificates;
pub mod consumers;
pub mod entities;
pub mod environment;
pub mod filters;
pub mod gateways;
pub mod helm;
pub mod ingress;
pub mod listeners;
pub mod listens;
pub mod manifests;
pub mod reach;
pub mod refusals;
pub mod releases;
pub mod routes;
pub mod schema;
pub mod settings;
pub mod sharing;
pub mod sockets;
pub mod translation;
pub mod webhook;
pub mod yaml;

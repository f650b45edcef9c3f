//! A large input of a shape that clusters have: many HTTPRoutes over half as many Services with EndpointSlices.

use std::fmt::Write as _;

use kic_core::wire::Input;

const SETUP: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: kong
  annotations:
    konghq.com/gatewayclass-unmanaged: \"true\"
spec:
  controllerName: konghq.com/kic-gateway-controller
---
apiVersion: v1
kind: Service
metadata:
  name: proxy
  namespace: kong
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.10
  clusterIPs: [10.96.0.10]
  ports:
  - name: http
    port: 80
    targetPort: 8000
    protocol: TCP
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: kong
  namespace: default
spec:
  gatewayClassName: kong
  listeners:
  - name: http
    protocol: HTTP
    port: 80
";

const ENVIRONMENT: &str = "\
KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 http2 ssl
KONG_PORT_MAPS=80:8000, 443:8443
CONTROLLER_PUBLISH_SERVICE=kong/proxy
";

/// `routes` HTTPRoutes with two rules each, and a Service with an EndpointSlice for every second one.
pub fn input(routes: usize) -> Input {
    let mut manifests = SETUP.to_owned();
    for number in 0..routes {
        route(&mut manifests, number);
    }
    for number in 0..routes.div_ceil(2) {
        backend(&mut manifests, number);
    }
    Input { manifests, environment: ENVIRONMENT.to_owned(), ..Input::default() }
}

fn route(text: &mut String, number: usize) {
    let (team, service) = (number % 20, number / 2);
    let _ = write!(
        text,
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-{number}
  namespace: default
  labels:
    app.kubernetes.io/name: app-{number}
    team: team-{team}
  annotations:
    konghq.com/strip-path: \"true\"
spec:
  parentRefs:
  - name: kong
  hostnames:
  - app-{number}.team-{team}.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /api/v1
      headers:
      - name: x-tenant
        value: tenant-{team}
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        set:
        - name: x-route
          value: route-{number}
    backendRefs:
    - name: service-{service}
      port: 80
      weight: 90
  - matches:
    - path:
        type: Exact
        value: /healthz
    backendRefs:
    - name: service-{service}
      port: 80
"
    );
}

fn backend(text: &mut String, number: usize) {
    let (high, low) = (number / 250, number % 250);
    let _ = write!(
        text,
        "---
apiVersion: v1
kind: Service
metadata:
  name: service-{number}
  namespace: default
  labels:
    app.kubernetes.io/name: app-{number}
spec:
  selector:
    app.kubernetes.io/name: app-{number}
  ports:
  - name: http
    port: 80
    targetPort: 8080
    protocol: TCP
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: service-{number}-a
  namespace: default
  labels:
    kubernetes.io/service-name: service-{number}
addressType: IPv4
ports:
- name: http
  port: 8080
  protocol: TCP
endpoints:
- addresses:
  - 10.{high}.{low}.1
  conditions:
    ready: true
    serving: true
    terminating: false
- addresses:
  - 10.{high}.{low}.2
  conditions:
    ready: true
    serving: true
    terminating: false
"
    );
}

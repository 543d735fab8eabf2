-- Five databases, five roles: a service sees its own and no other.
CREATE ROLE intake LOGIN PASSWORD 'intake';
CREATE ROLE routing LOGIN PASSWORD 'routing';
CREATE ROLE company_portal LOGIN PASSWORD 'company_portal';
CREATE ROLE notifications LOGIN PASSWORD 'notifications';
CREATE ROLE agent_analytics LOGIN PASSWORD 'agent_analytics';
CREATE DATABASE intake OWNER intake;
CREATE DATABASE routing OWNER routing;
CREATE DATABASE company_portal OWNER company_portal;
CREATE DATABASE notifications OWNER notifications;
CREATE DATABASE agent_analytics OWNER agent_analytics;
REVOKE CONNECT ON DATABASE intake, routing, company_portal, notifications, agent_analytics FROM PUBLIC;

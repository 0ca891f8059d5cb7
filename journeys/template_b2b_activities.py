"""The activities of the B2B template: what a supplier must do to help with each job, whoever does it.

Pure data, written for this product. Skills are rows of (skill, level 1-5, percent of the effort[, mandatory]).
"""

from __future__ import annotations

from journeys.outline import Activity, needs

# What helps a customer see the problem, understand it and decide to act.
LEARN = (
    Activity(
        "publish_explanations",
        "Publish plain explanations of the problem",
        ("notice", "understand"),
        needs([("digital_content", 3, 50), ("problem_storytelling", 3, 50)]),
    ),
    Activity(
        "offer_self_check",
        "Offer a self-check of today’s situation",
        ("notice", "understand"),
        needs(
            [
                ("customer_insight", 3, 40),
                ("digital_content", 3, 40),
                ("customer_analytics", 3, 20, False),
            ]
        ),
    ),
    Activity(
        "be_findable",
        "Make answers easy to find on the web",
        ("notice", "explore"),
        needs(
            [
                ("search_visibility", 3, 60),
                ("digital_content", 3, 20),
                ("customer_analytics", 3, 20, False),
            ]
        ),
    ),
    Activity(
        "study_buyers",
        "Study how companies in the segment decide",
        ("notice",),
        needs([("market_research", 4, 60), ("customer_insight", 3, 40)]),
    ),
    Activity(
        "report_interest",
        "Report which companies show interest",
        ("understand", "explore", "shortlist"),
        needs([("customer_analytics", 4, 60), ("customer_systems", 3, 40)]),
    ),
    Activity(
        "run_open_sessions",
        "Run open sessions on the topic",
        ("explore",),
        needs([("event_hosting", 3, 70), ("problem_storytelling", 2, 30, False)]),
    ),
    Activity(
        "answer_early_questions",
        "Answer early questions in any channel",
        ("understand", "explore"),
        needs([("discovery_questioning", 3, 60), ("customer_systems", 2, 40)]),
    ),
    Activity(
        "compare_approaches",
        "Compare approaches without bias",
        ("explore",),
        needs([("solution_design", 3, 60), ("digital_content", 3, 40)]),
    ),
    Activity(
        "connect_peers",
        "Connect newcomers with experienced customers",
        ("peers", "validate"),
        needs([("reference_management", 3, 70), ("customer_systems", 2, 30, False)]),
    ),
    Activity(
        "host_community",
        "Host a community of practice",
        ("peers",),
        needs([("community_building", 3, 100)]),
    ),
    Activity(
        "document_results",
        "Document what customers achieved",
        ("peers", "case"),
        needs([("digital_content", 3, 60), ("reference_management", 3, 40)]),
    ),
    Activity(
        "prepare_mandate",
        "Help an inner circle argue for acting",
        ("mandate",),
        needs([("group_facilitation", 4, 50), ("discovery_questioning", 3, 50)]),
    ),
)

# What helps a buying group choose well and agree.
BUY = (
    Activity(
        "check_fit",
        "Work out together whether there is a fit",
        ("requirements", "shortlist"),
        needs([("qualification", 3, 50), ("discovery_questioning", 3, 50)]),
    ),
    Activity(
        "write_requirements",
        "Write the list of requirements together",
        ("requirements",),
        needs([("requirements_writing", 3, 50), ("solution_design", 3, 50)]),
    ),
    Activity(
        "guide_selection",
        "Provide an online product selector",
        ("requirements", "shortlist"),
        needs(
            [
                ("digital_content", 4, 40),
                ("solution_design", 2, 30, False),
                ("customer_analytics", 3, 30),
            ]
        ),
    ),
    Activity(
        "demonstrate",
        "Demonstrate the product in the buyer’s own setting",
        ("shortlist", "validate"),
        needs([("product_demonstration", 3, 60), ("solution_design", 3, 40)]),
    ),
    Activity(
        "run_trial",
        "Run a trial with agreed success measures",
        ("validate",),
        needs([("pilot_management", 3, 70), ("customer_analytics", 3, 30)]),
    ),
    Activity(
        "answer_security",
        "Answer security and compliance questions",
        ("validate",),
        needs([("security_advice", 4, 60), ("requirements_writing", 2, 40, False)]),
    ),
    Activity(
        "respond_tender",
        "Respond to tenders",
        ("shortlist",),
        needs([("tender_response", 3, 70), ("pricing", 2, 30, False)]),
    ),
    Activity(
        "build_case",
        "Build the business case together",
        ("case",),
        needs([("business_casing", 3, 60), ("customer_analytics", 3, 40)]),
    ),
    Activity(
        "supply_benchmarks",
        "Supply reference figures from similar customers",
        ("case",),
        needs([("customer_analytics", 4, 60), ("reference_management", 2, 40, False)]),
    ),
    Activity(
        "align_group",
        "Bring the buying group to a common view",
        ("consensus",),
        needs([("group_facilitation", 4, 70), ("discovery_questioning", 3, 30)]),
    ),
    Activity(
        "prepare_stakeholders",
        "Prepare answers for each stakeholder",
        ("consensus",),
        needs([("group_facilitation", 4, 50), ("digital_content", 3, 50)]),
    ),
    Activity(
        "quote",
        "Work out the price and quote",
        ("terms",),
        needs([("pricing", 3, 60), ("customer_systems", 3, 40)]),
    ),
    Activity(
        "negotiate",
        "Negotiate the terms",
        ("terms",),
        needs([("negotiation", 4, 70), ("contract_drafting", 2, 30, False)]),
    ),
    Activity(
        "draw_up_contract",
        "Draw up the contract",
        ("terms",),
        needs([("contract_drafting", 3, 80), ("customer_systems", 2, 20, False)]),
    ),
)

# What gets the solution ordered, delivered, installed and accepted.
ORDER = (
    Activity(
        "take_orders",
        "Take orders online and through partners",
        ("order",),
        needs([("order_management", 3, 60), ("customer_systems", 3, 40)]),
    ),
    Activity(
        "report_status",
        "Keep the customer informed from order to start-up",
        ("order", "deliver"),
        needs([("customer_systems", 3, 50), ("order_management", 2, 50)]),
    ),
    Activity("survey_sites", "Survey the sites", ("prepare",), needs([("site_survey", 3, 100)])),
    Activity(
        "guide_preparation",
        "Provide preparation guides for each site",
        ("prepare",),
        needs([("digital_content", 3, 50), ("installation", 3, 50)]),
    ),
    Activity(
        "plan_rollout",
        "Plan the roll-out together",
        ("prepare", "deliver"),
        needs([("project_management", 3, 70), ("installation", 2, 30, False)]),
    ),
    Activity(
        "coordinate_delivery",
        "Coordinate delivery",
        ("deliver",),
        needs([("delivery_coordination", 3, 100)]),
    ),
    Activity(
        "track_rollout",
        "Track the progress of the roll-out",
        ("deliver", "accept"),
        needs([("customer_analytics", 3, 60), ("project_management", 2, 40)]),
    ),
    Activity(
        "certify_partners",
        "Certify partners to install",
        ("install",),
        needs([("partner_enablement", 4, 60), ("training_delivery", 3, 40)]),
    ),
    Activity(
        "coach_partners",
        "Coach partners through their first projects",
        ("install", "accept"),
        needs([("partner_enablement", 4, 70), ("project_management", 3, 30)]),
    ),
    Activity(
        "install",
        "Install on site",
        ("install",),
        needs([("installation", 3, 60), ("commissioning", 3, 40)]),
    ),
    Activity(
        "integrate",
        "Connect it to the customer’s systems",
        ("install",),
        needs([("system_integration", 4, 80), ("data_migration", 3, 20, False)]),
    ),
    Activity(
        "migrate_data",
        "Move existing data over",
        ("install",),
        needs([("data_migration", 3, 60), ("system_integration", 3, 40)]),
    ),
    Activity(
        "hand_over",
        "Test and hand over",
        ("accept",),
        needs([("commissioning", 4, 70), ("project_management", 2, 30, False)]),
    ),
)

# What turns an installation into daily use and proven value.
ADOPT = (
    Activity(
        "set_up_users",
        "Welcome the first users and set them up",
        ("start",),
        needs([("onboarding", 3, 60), ("product_configuration", 3, 40)]),
    ),
    Activity(
        "train_users",
        "Train the users",
        ("start", "skill_up"),
        needs([("training_delivery", 3, 80), ("learning_design", 2, 20, False)]),
    ),
    Activity(
        "build_self_learning",
        "Build courses users can take on their own",
        ("skill_up",),
        needs([("learning_design", 3, 50), ("digital_content", 4, 50)]),
    ),
    Activity(
        "send_tips",
        "Send tips that fit what each user does",
        ("skill_up",),
        needs([("digital_content", 3, 50), ("customer_systems", 3, 50)]),
    ),
    Activity(
        "coach_change",
        "Coach the customer’s change leads",
        ("habits",),
        needs([("adoption_coaching", 4, 80), ("onboarding", 3, 20, False)]),
    ),
    Activity(
        "redesign_practice",
        "Redesign working practice together",
        ("habits",),
        needs([("adoption_coaching", 4, 50), ("product_configuration", 3, 50)]),
    ),
    Activity(
        "engage_sponsor",
        "Keep the customer’s sponsor engaged",
        ("habits", "renew"),
        needs([("account_growth", 3, 60), ("adoption_coaching", 4, 40)]),
    ),
    Activity(
        "report_usage",
        "Report on usage",
        ("prove", "renew"),
        needs([("customer_analytics", 3, 70), ("customer_systems", 3, 30)]),
    ),
    Activity(
        "review_value",
        "Review the value achieved",
        ("prove", "renew"),
        needs([("outcome_measurement", 3, 60), ("customer_analytics", 3, 40)]),
    ),
    Activity(
        "suggest_uses",
        "Suggest further uses",
        ("extend",),
        needs([("account_growth", 3, 60), ("outcome_measurement", 2, 40, False)]),
    ),
    Activity(
        "share_roadmap",
        "Share what is coming and collect wishes",
        ("extend",),
        needs([("customer_insight", 3, 60), ("digital_content", 2, 40, False)]),
    ),
)

# What keeps the solution running and the customer staying.
SUPPORT = (
    Activity(
        "answer_questions",
        "Answer users’ questions in any channel",
        ("answer",),
        needs([("case_handling", 3, 60), ("customer_systems", 3, 40)]),
    ),
    Activity(
        "keep_help_library",
        "Keep a help library",
        ("answer", "start"),
        needs([("knowledge_writing", 3, 50), ("digital_content", 3, 50)]),
    ),
    Activity(
        "find_cause",
        "Find the cause of a fault",
        ("fix",),
        needs([("troubleshooting", 4, 80), ("case_handling", 2, 20, False)]),
    ),
    Activity(
        "repair",
        "Repair or replace on site",
        ("fix",),
        needs([("field_repair", 3, 80), ("delivery_coordination", 2, 20, False)]),
    ),
    Activity(
        "steer_escalations",
        "Steer serious faults to a solution",
        ("fix",),
        needs([("escalation", 4, 70), ("troubleshooting", 3, 30)]),
    ),
    Activity(
        "follow_up_complaints",
        "Follow up every complaint",
        ("answer", "fix"),
        needs([("case_handling", 3, 60), ("escalation", 2, 40)]),
    ),
    Activity(
        "watch_health",
        "Watch the installation’s health remotely",
        ("healthy",),
        needs([("troubleshooting", 3, 60), ("customer_analytics", 3, 40)]),
    ),
    Activity(
        "update",
        "Keep the installation up to date",
        ("healthy",),
        needs([("product_configuration", 3, 70), ("customer_systems", 2, 30, False)]),
    ),
    Activity(
        "review_renewal",
        "Review the contract before it ends",
        ("renew",),
        needs(
            [
                ("renewal_planning", 3, 50),
                ("customer_analytics", 3, 30),
                ("negotiation", 3, 20, False),
            ]
        ),
    ),
    Activity(
        "spot_risk",
        "Spot customers who may leave",
        ("renew",),
        needs([("customer_analytics", 4, 60), ("account_growth", 3, 40)]),
    ),
)

ACTIVITIES = LEARN + BUY + ORDER + ADOPT + SUPPORT

"""The built-in template: the journey of a B2B technology customer, to start from instead of an empty page.

Pure data, written for this product. Five stages, the jobs customers typically have to get done in them,
and the skills; the activities are next door. Nothing in it names a function or a job title.
"""

from __future__ import annotations

from journeys.outline import (
    DIGITAL,
    ECONOMIC,
    IN_PERSON,
    INFLUENCER,
    PARTNER,
    USER,
    Job,
    Outline,
    Skill,
    Stage,
)
from journeys.template_b2b_activities import ACTIVITIES

STAGES = (
    Stage("learn", "Learn", "learn"),
    Stage("buy", "Buy", "buy"),
    Stage("order", "Order/Install", "order"),
    Stage("adopt", "Adopt", "adopt"),
    Stage("support", "Support", "support"),
)

LEARN_JOBS = (
    Job("notice", "learn", "Notice that the way we work holds us back", (DIGITAL,), (USER,)),
    Job(
        "understand",
        "learn",
        "Understand what causes the problem",
        (DIGITAL, IN_PERSON),
        (USER, INFLUENCER),
    ),
    Job(
        "explore",
        "learn",
        "Explore what kinds of solution there are",
        (DIGITAL, PARTNER),
        (USER, INFLUENCER),
    ),
    Job(
        "peers",
        "learn",
        "Hear how companies like ours solved it",
        (DIGITAL, IN_PERSON),
        (INFLUENCER, ECONOMIC),
    ),
    Job(
        "mandate",
        "learn",
        "Agree among ourselves that it is worth acting",
        (IN_PERSON,),
        (ECONOMIC, INFLUENCER),
        loops=("understand",),
    ),
)

BUY_JOBS = (
    Job(
        "requirements",
        "buy",
        "Build our list of requirements",
        (DIGITAL, IN_PERSON),
        (USER, INFLUENCER),
        loops=("understand",),
    ),
    Job(
        "shortlist",
        "buy",
        "Find suppliers that could fit",
        (DIGITAL, PARTNER),
        (INFLUENCER, USER),
        loops=("explore",),
    ),
    Job(
        "validate",
        "buy",
        "Try it in our own surroundings",
        (IN_PERSON, DIGITAL),
        (USER,),
        loops=("requirements",),
    ),
    Job("case", "buy", "Make the business case", (DIGITAL, IN_PERSON), (ECONOMIC,)),
    Job(
        "consensus",
        "buy",
        "Bring everyone with a say to one decision",
        (IN_PERSON,),
        (ECONOMIC, INFLUENCER, USER),
        loops=("mandate", "requirements"),
    ),
    Job("terms", "buy", "Settle price and terms", (IN_PERSON, PARTNER), (ECONOMIC, INFLUENCER)),
)

ORDER_JOBS = (
    Job("order", "order", "Place the order the way we buy", (DIGITAL, PARTNER), (INFLUENCER,)),
    Job("prepare", "order", "Prepare our sites and systems", (DIGITAL, IN_PERSON), (USER,)),
    Job("deliver", "order", "Get everything delivered on time", (DIGITAL, PARTNER), (INFLUENCER,)),
    Job("install", "order", "Get it installed and connected", (IN_PERSON, PARTNER), (USER,)),
    Job(
        "accept",
        "order",
        "Check that it does what was agreed",
        (IN_PERSON,),
        (USER, INFLUENCER),
        loops=("prepare",),
    ),
)

ADOPT_JOBS = (
    Job("start", "adopt", "Get the first users started", (IN_PERSON, DIGITAL), (USER,)),
    Job("skill_up", "adopt", "Bring every user up to skill", (DIGITAL, IN_PERSON), (USER,)),
    Job("habits", "adopt", "Change the way we work around it", (IN_PERSON,), (INFLUENCER, USER)),
    Job(
        "prove",
        "adopt",
        "Show that it pays off",
        (DIGITAL, IN_PERSON),
        (ECONOMIC,),
        loops=("habits", "case"),
    ),
    Job(
        "extend",
        "adopt",
        "Find further uses for it",
        (DIGITAL, IN_PERSON),
        (USER, ECONOMIC),
        loops=("explore",),
    ),
)

SUPPORT_JOBS = (
    Job("answer", "support", "Get a quick answer", (DIGITAL,), (USER,)),
    Job("fix", "support", "Get a fault fixed", (DIGITAL, IN_PERSON, PARTNER), (USER,)),
    Job("healthy", "support", "Keep it running and up to date", (DIGITAL, PARTNER), (USER,)),
    Job(
        "renew",
        "support",
        "Decide whether to renew or replace it",
        (IN_PERSON, DIGITAL),
        (ECONOMIC, INFLUENCER),
        loops=("explore", "prove"),
    ),
)

SHARED_SKILLS = (
    Skill(
        "customer_analytics",
        "Customer analytics",
        "Analytics",
        ("Analytics", "Data analysis", "Commercial analytics"),
    ),
    Skill(
        "customer_systems",
        "Customer systems",
        "Customer systems",
        ("CRM", "CRM administration", "CRM systems"),
    ),
    Skill(
        "digital_content",
        "Digital content",
        "Digital and creative",
        ("Content design", "Content production", "Web content"),
    ),
)

INSIGHT_SKILLS = (
    Skill("market_research", "Market research", "Insight", ("Market analysis",)),
    Skill(
        "customer_insight",
        "Customer insight",
        "Insight",
        ("Customer interviews", "Voice of the customer"),
    ),
    Skill("problem_storytelling", "Problem storytelling", "Communication", ("Storytelling",)),
    Skill("search_visibility", "Search visibility", "Communication", ("SEO", "Search optimisation")),
    Skill("event_hosting", "Event hosting", "Communication", ("Webinars", "Event management")),
    Skill("community_building", "Community building", "Communication", ("User communities",)),
    Skill("reference_management", "Reference management", "Communication", ("Customer references",)),
    Skill(
        "discovery_questioning",
        "Discovery questioning",
        "Consulting",
        ("Discovery", "Needs analysis"),
    ),
)

DECISION_SKILLS = (
    Skill("qualification", "Opportunity qualification", "Commercial", ("Qualification",)),
    Skill("requirements_writing", "Requirements writing", "Consulting", ("Requirements engineering",)),
    Skill("solution_design", "Solution design", "Consulting", ("Solution consulting",)),
    Skill("product_demonstration", "Product demonstration", "Consulting", ("Demo skills",)),
    Skill("pilot_management", "Pilot management", "Consulting", ("Proof of concept", "Trials")),
    Skill("tender_response", "Tender response", "Commercial", ("RFP response", "Bid writing")),
    Skill(
        "business_casing",
        "Business casing",
        "Commercial",
        ("ROI modelling", "Value quantification"),
    ),
    Skill("pricing", "Pricing and quotation", "Commercial", ("Pricing", "CPQ")),
    Skill("negotiation", "Negotiation", "Commercial", ("Commercial negotiation",)),
    Skill("contract_drafting", "Contract drafting", "Commercial", ("Contracting",)),
    Skill("group_facilitation", "Buying-group facilitation", "Consulting", ("Consensus building",)),
    Skill("security_advice", "Information security advice", "Technical", ("IT security", "Compliance")),
)

DELIVERY_SKILLS = (
    Skill("order_management", "Order management", "Delivery", ("Order entry", "Order processing")),
    Skill("delivery_coordination", "Delivery coordination", "Delivery", ("Logistics",)),
    Skill("site_survey", "Site survey", "Technical", ("Site inspection",)),
    Skill("installation", "Installation", "Technical", ("On-site installation",)),
    Skill("system_integration", "System integration", "Technical", ("API integration", "Integration")),
    Skill("commissioning", "Commissioning", "Technical", ("Acceptance testing",)),
    Skill("partner_enablement", "Partner enablement", "Delivery", ("Channel enablement",)),
    Skill("project_management", "Project management", "Delivery", ("Project planning",)),
    Skill("data_migration", "Data migration", "Technical", ("Data conversion",)),
)

ADOPTION_SKILLS = (
    Skill("onboarding", "Onboarding", "Adoption", ("Customer onboarding",)),
    Skill("training_delivery", "Training delivery", "Adoption", ("Training", "Classroom training")),
    Skill("adoption_coaching", "Adoption coaching", "Adoption", ("Change coaching",)),
    Skill("outcome_measurement", "Outcome measurement", "Adoption", ("Value realisation",)),
    Skill("learning_design", "Learning design", "Adoption", ("Instructional design",)),
    Skill("product_configuration", "Product configuration", "Technical", ("Configuration",)),
)

CARE_SKILLS = (
    Skill(
        "troubleshooting",
        "Technical troubleshooting",
        "Technical",
        ("Troubleshooting", "Diagnostics"),
    ),
    Skill("case_handling", "Case handling", "Care", ("Ticket handling",)),
    Skill("field_repair", "On-site repair", "Technical", ("Repair", "Maintenance")),
    Skill("knowledge_writing", "Knowledge writing", "Care", ("Knowledge base", "Technical writing")),
    Skill("escalation", "Escalation handling", "Care", ("Incident management",)),
    Skill("renewal_planning", "Renewal planning", "Commercial", ("Renewals",)),
    Skill("account_growth", "Account growth", "Commercial", ("Account development",)),
)

TEMPLATE = Outline(
    name="B2B technology customer",
    stages=STAGES,
    jobs=LEARN_JOBS + BUY_JOBS + ORDER_JOBS + ADOPT_JOBS + SUPPORT_JOBS,
    skills=SHARED_SKILLS + INSIGHT_SKILLS + DECISION_SKILLS + DELIVERY_SKILLS + ADOPTION_SKILLS + CARE_SKILLS,
    activities=ACTIVITIES,
)

/** What a seeded meeting was about. */
export interface Topic {
	title: string;
	locale: string;
	summary: string;
	themes: string[];
	todos: Array<[text: string, assignee: string]>;
	discussed: Array<[title: string, content: string]>;
}

const AN = 'An Peeters';
const LUC = 'Luc Dubois';
const SOFIE = 'Sofie Maes';

/** What an accountant in Belgium meets about, in the three languages. */
export const meetingTopics: Topic[] = [
	{
		title: 'Jaarrekening 2025 bespreken',
		locale: 'nl',
		summary:
			'De jaarrekening is overlopen. De omzet steeg met 8 %, de marge bleef gelijk. Vóór de algemene vergadering ontbreken nog enkele facturen van december.',
		themes: ['Jaarrekening', 'Marge', 'Algemene vergadering'],
		todos: [
			['Ontbrekende facturen van december bezorgen', AN],
			['Ontwerp van de jaarrekening klaarleggen voor de algemene vergadering', SOFIE],
		],
		discussed: [
			['Omzet en marge', 'De omzet steeg met 8 %; hogere loonkosten hielden de marge gelijk.'],
			['Neerlegging', 'De jaarrekening moet binnen 30 dagen na goedkeuring bij de NBB zijn.'],
		],
	},
	{
		title: 'Déclaration TVA du quatrième trimestre',
		locale: 'fr',
		summary:
			'Les ventes intracommunautaires ont été vérifiées avant le dépôt de la déclaration. Deux numéros de TVA de clients restent à contrôler.',
		themes: ['TVA', 'Ventes intracommunautaires'],
		todos: [
			['Envoyer le relevé intracommunautaire', LUC],
			['Contrôler les deux numéros de TVA dans VIES', AN],
		],
		discussed: [
			['Grille 46', 'Le total de la grille 46 correspond désormais au relevé.'],
			['Délai', 'Le dépôt se fait au plus tard le 20 janvier.'],
		],
	},
	{
		title: 'Onboarding of a new client',
		locale: 'en',
		summary:
			'Scope, fees and the document flow were agreed. The engagement letter follows once the identity checks are complete.',
		themes: ['Engagement letter', 'Anti-money-laundering checks'],
		todos: [
			['Send the engagement letter', AN],
			['Collect the identity documents of both directors', SOFIE],
		],
		discussed: [
			['Fees', 'A fixed monthly fee covers bookkeeping and VAT; advice is billed by the hour.'],
			['Documents', 'Purchase invoices arrive over Peppol, receipts through the mobile app.'],
		],
	},
	{
		title: 'Opvolging personenbelasting',
		locale: 'nl',
		summary:
			'De aftrekposten zijn verzameld, alleen het fiscale attest van de bank ontbreekt. Het pensioensparen wordt dit jaar maximaal benut.',
		themes: ['Personenbelasting', 'Pensioensparen'],
		todos: [['Fiscaal attest bij de bank opvragen', SOFIE]],
		discussed: [
			['Woonbonus', 'Het attest van het hypothecair krediet is nog niet ontvangen.'],
			['Pensioensparen', 'De klant kiest het laagste plafond, met 30 % belastingvermindering.'],
		],
	},
	{
		title: 'Voorafbetalingen en liquiditeit',
		locale: 'nl',
		summary:
			'De verwachte winst is bijgesteld. Een hogere vierde voorafbetaling vermijdt de vermeerdering en past in de kasplanning.',
		themes: ['Vennootschapsbelasting', 'Kasplanning'],
		todos: [
			['Vierde voorafbetaling van 12.000 euro uitvoeren', LUC],
			['Kasplanning tot juni bijwerken', AN],
		],
		discussed: [['Vermeerdering', 'Zonder extra betaling zou ze ongeveer 800 euro bedragen.']],
	},
	{
		title: 'Clôture annuelle et provisions',
		locale: 'fr',
		summary:
			'Les provisions pour congés payés et pour litige ont été revues. Le stock sera compté une seconde fois avant la clôture.',
		themes: ['Clôture', 'Provisions', 'Stock'],
		todos: [
			['Recompter le stock du dépôt de Namur', LUC],
			['Demander à l’avocat son estimation du litige', SOFIE],
		],
		discussed: [['Stock', 'L’écart avec l’inventaire permanent est de 3 %.']],
	},
	{
		title: 'Onboarding of a new client',
		locale: 'en',
		summary:
			'The books are taken over from the former accountant on 1 February. The opening balance is checked before the first VAT return.',
		themes: ['Transfer of the file', 'Opening balance'],
		todos: [
			['Request the file from the former accountant', LUC],
			['Reconcile the opening balance', AN],
		],
		discussed: [
			['Takeover', 'The former accountant hands over the ledgers of the last seven years.'],
		],
	},
	{
		title: 'Btw-controle voorbereiden',
		locale: 'nl',
		summary:
			'De controle gaat over de aftrek van voertuigkosten. De berekening van het beroepsgebruik is volledig, de rittenlijst niet.',
		themes: ['Btw', 'Voertuigkosten'],
		todos: [
			['Rittenlijst van 2024 aanvullen', SOFIE],
			['Aankoopfacturen van de wagens klaarleggen', AN],
		],
		discussed: [['Beroepsgebruik', 'De klant past methode 2 toe, met 35 % als uitkomst.']],
	},
	{
		title: 'Succession de l’entreprise familiale',
		locale: 'fr',
		summary:
			'Les deux scénarios de transmission ont été comparés. La famille préfère une donation des parts avec réserve d’usufruit.',
		themes: ['Transmission', 'Donation'],
		todos: [
			['Prendre rendez-vous chez le notaire', LUC],
			['Actualiser la valorisation des parts', SOFIE],
		],
		discussed: [['Valorisation', 'La moyenne de deux méthodes sert de base à la donation.']],
	},
	{
		title: 'Loonbeleid en bedrijfswagens',
		locale: 'nl',
		summary:
			'Het mobiliteitsbudget is uitgelegd. Twee medewerkers ruilen hun wagen in, het sociaal secretariaat rekent het voordeel na.',
		themes: ['Mobiliteitsbudget', 'Voordeel van alle aard'],
		todos: [['Simulatie aanvragen bij het sociaal secretariaat', AN]],
		discussed: [
			['Elektrische wagens', 'Nieuwe bestellingen zijn alleen nog elektrisch aftrekbaar.'],
		],
	},
	{
		title: 'Onboarding of a new client',
		locale: 'en',
		summary:
			'The company is being founded. The financial plan needs one more scenario before the notary can be visited.',
		themes: ['Incorporation', 'Financial plan'],
		todos: [
			['Add a cautious scenario to the financial plan', SOFIE],
			['Reserve the name of the company', LUC],
		],
		discussed: [
			['Legal form', 'A private limited company (BV) suits two founders without investors.'],
		],
	},
	{
		title: 'TVA sur les travaux immobiliers',
		locale: 'fr',
		summary:
			'Le taux de 6 % s’applique aux habitations de plus de dix ans. Le modèle de facture reprendra la déclaration du client.',
		themes: ['Taux de TVA', 'Facturation'],
		todos: [['Adapter le modèle de facture', AN]],
		discussed: [['Preuve', 'La mention sur la facture remplace l’ancienne attestation.']],
	},
];

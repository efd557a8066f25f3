using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ForgottenAt",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RetentionPlans",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Months = table.Column<int>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Running = table.Column<int>(type: "INTEGER", nullable: false),
                    RanAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RanOrders = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetentionPlans", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_RetentionPlans_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_RestaurantId_ForgottenAt_ReceivedAt",
                table: "Orders",
                columns: new[] { "RestaurantId", "ForgottenAt", "ReceivedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RetentionPlans");

            migrationBuilder.DropIndex(
                name: "IX_Orders_RestaurantId_ForgottenAt_ReceivedAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ForgottenAt",
                table: "Orders");
        }
    }
}
